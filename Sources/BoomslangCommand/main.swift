import CommandSupport

// A stream that is closed would be the next file that is opened, and a program in the sandbox would have it.
for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 { _ = open("/dev/null", O_RDWR) }
// A reader that has seen enough, as `head` has, ends this process, as it does others.
signal(SIGPIPE, SIG_DFL)
exit(Command.run(Array(CommandLine.arguments.dropFirst())))
