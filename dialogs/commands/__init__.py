"""One file per command. The catalogue finds them."""
