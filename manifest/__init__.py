"""The Teams app package: a template, two icons, and what makes a manifest and a zip of them."""

from manifest.package import App, Command, check, document, pack

__all__ = ["App", "Command", "check", "document", "pack"]
