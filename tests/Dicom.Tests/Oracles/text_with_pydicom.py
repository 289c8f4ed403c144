"""Prints the text elements of the DICOM files named as arguments: {file: {path of the element: text with values joined by backslashes}}."""
import json
import sys
import warnings

import pydicom

warnings.simplefilter("ignore")
VRS = {"PN", "LO", "LT", "SH", "ST", "UC", "UT"}


def walk(dataset, path, texts):
    for tag in sorted(dataset.keys()):
        here = path + "%04x,%04x" % (tag.group, tag.element)
        element = dataset[tag]
        if element.VR == "SQ":
            for index, item in enumerate(element.value):
                walk(item, "%s[%d]." % (here, index), texts)
        elif element.VR in VRS:
            value = element.value
            values = value if isinstance(value, (list, pydicom.multival.MultiValue)) else [value]
            texts[here] = "\\".join(str(part) for part in values if part is not None)


answers = {}
for file in sys.argv[1:]:
    texts = {}
    walk(pydicom.dcmread(file, force=True), "", texts)
    answers[file] = texts
print(json.dumps(answers))
