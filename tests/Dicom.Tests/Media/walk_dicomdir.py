"""Follows the links of a DICOMDIR as pydicom reads them, and prints how many files it comes to."""
import sys
from pydicom.filereader import dcmread

directory = dcmread(sys.argv[1])
assert directory.file_meta.MediaStorageSOPClassUID == "1.2.840.10008.1.3.10"
records = {item.seq_item_tell: item for item in directory.DirectoryRecordSequence}
base = min(records) - directory.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity
assert base == 0, base


def files(offset):
    found = 0
    while offset:
        record = records[offset]
        found += "ReferencedFileID" in record
        found += files(record.OffsetOfReferencedLowerLevelDirectoryEntity)
        offset = record.OffsetOfTheNextDirectoryRecord
    return found


print(files(directory.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity))
