"""Microsoft 365 as Muster sees it: values in, values out, trouble typed, never a sentence to a person."""
