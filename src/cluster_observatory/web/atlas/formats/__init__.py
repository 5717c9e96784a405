"""How languages write numbers, where Django writes them otherwise than their typographers do."""
