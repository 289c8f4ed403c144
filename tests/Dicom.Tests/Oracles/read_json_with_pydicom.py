"""Reads data sets in the JSON model of PS3.18, a line each, and prints for each its tags and the texts that have one value."""
import json
import sys
import warnings

import pydicom

warnings.simplefilter("ignore")

for line in sys.stdin:
    try:
        dataset = pydicom.Dataset.from_json(line, lambda *arguments: b"")
        tags, texts = [], {}
        for element in dataset:
            tag = "%04X%04X" % (element.tag.group, element.tag.element)
            tags.append(tag)
            if element.VR in ("LO", "SH", "UI", "CS", "DA", "LT", "ST") and element.VM == 1 and element.value:
                texts[tag] = str(element.value)
        answer = {"tags": tags, "texts": texts}
    except Exception as error:  # what pydicom does not take is for the test to judge
        answer = {"error": "%s: %s" % (type(error).__name__, error)}
    print(json.dumps(answer), flush=True)
