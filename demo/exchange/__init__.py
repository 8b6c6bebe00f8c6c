"""The make-believe Exchange Online: the interface that its PowerShell module speaks (``adminapi``, InvokeCommand)."""
