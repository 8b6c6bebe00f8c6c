"""The steps by which the tables came to be what they are. A step that has been released is never edited."""
