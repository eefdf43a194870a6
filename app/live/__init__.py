"""The live screens' side of the house: frames, sockets, feeds. Holds no rules."""
