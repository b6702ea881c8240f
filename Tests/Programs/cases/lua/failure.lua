-- An error that nobody catches: a traceback on standard error and exit code 1.
print("before")
error("nobody catches this")
