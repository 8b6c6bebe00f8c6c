"""What developers run: documents from the declarations, the app's icons, the extract of Microsoft's contract."""
