"""Tannhjul: political workshops for Norwegian municipal councils."""

__version__ = "0.1.0"
