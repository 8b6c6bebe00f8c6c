"""Old clients and protocols that know nothing but a user name and a password: who uses one, and who is attacked."""
