"""Nothing: its time is what an engine takes to start, which scripts.py subtracts from the others."""
