"""Prints each element of the DICOM files named on standard input, one JSON object for each file.

{"file": path, "syntax": UID or null, "elements": [[path of the element, VR or null, length, hexadecimal or SHA-256 of the value], ...]}
or {"file": path, "error": text}. Values are the bytes of the file. Nested elements have paths such as "0008,1115[0].0008,1150".
"""
import hashlib
import json
import sys
import warnings

import pydicom
from pydicom.dataelem import RawDataElement

warnings.simplefilter("ignore")


def name(tag):
    return "%04x,%04x" % (tag.group, tag.element)


def describe(value):
    if len(value) <= 32:
        return value.hex().upper()
    return "%d %s" % (len(value), hashlib.sha256(value).hexdigest().upper())


def to_bytes(element):
    """The bytes again of what pydicom has already converted for its own use: character sets, directory records."""
    value = element.value
    if isinstance(value, bytes):
        return value
    if isinstance(value, int):
        return value.to_bytes(2 if element.VR == "US" else 4, "little")
    text = str(value) if isinstance(value, (str, pydicom.valuerep.PersonName)) else "\\".join(map(str, value or []))
    return (text + ("\0" if element.VR == "UI" else " ") * (len(text) % 2)).encode("ascii")


def walk(dataset, path, lines):
    for tag in sorted(dataset.keys()):
        raw = dataset.get_item(tag)
        here = path + name(tag)
        if isinstance(raw, RawDataElement):
            vr = raw.VR or (pydicom.datadict.dictionary_VR(tag) if pydicom.datadict.dictionary_has_tag(tag) else None)
            if vr != "SQ":
                value = raw.value or b""
                lines.append([here, raw.VR, len(value), describe(value)])
                continue
        element = dataset[tag]
        if element.VR == "SQ":
            lines.append([here, "SQ", len(element.value), ""])
            for index, item in enumerate(element.value):
                walk(item, "%s[%d]." % (here, index), lines)
        else:
            value = to_bytes(element)
            lines.append([here, element.VR, len(value), describe(value)])


for line in sys.stdin:
    file = line.strip()
    try:
        dataset = pydicom.dcmread(file, force=True)
        lines = []
        walk(dataset, "", lines)
        syntax = dataset.file_meta.get("TransferSyntaxUID") if hasattr(dataset, "file_meta") else None
        answer = {"file": file, "syntax": syntax, "elements": lines}
    except Exception as error:  # whatever pydicom cannot read is said, not compared
        answer = {"file": file, "error": "%s: %s" % (type(error).__name__, error)}
    print(json.dumps(answer), flush=True)
