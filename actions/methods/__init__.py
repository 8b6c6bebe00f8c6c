"""How good the sign-in methods are that people have registered."""
