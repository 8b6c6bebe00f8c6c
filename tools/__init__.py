"""What developers run: documents from the declarations, the app package, its icons."""
