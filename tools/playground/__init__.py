"""The demo seen through the Microsoft 365 Agents Playground: an optional tool that a developer installs by npm."""
