"""The make-believe Microsoft Graph, v1.0 and beta: one file per resource, one table of routes."""
