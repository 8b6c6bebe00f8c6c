"""From records to what is shown: one function per kind of reply. No I/O except in `material`."""
