"""The product as a process of its own, killed and started as machines do it."""
