"""Inputs that nobody wrote: grown from a grammar, drawn from bytes, damaged by chance."""
