import Boomslang
import Testing

/// What programs ask of an operating system, and how they are refused what a sandbox does not have.
@Suite("The system that Python sees", .needsGuest, .ownThreads)
struct SystemTests {
  /// O_RDONLY is 0 elsewhere, so programs leave it out.
  @Test(arguments: TestGuest.engines)
  func filesAreOpenedForReadingUnlessSaidOtherwise(engine: PythonEngine) throws {
    let program = """
      import os
      os.close(os.open('lock', os.O_CREAT | os.O_EXCL))
      try: os.open('lock', os.O_CREAT | os.O_EXCL)
      except FileExistsError as error: print(error)
      open('lock', 'w').write('abc')
      descriptor = os.open('lock', 0)
      print(os.read(descriptor, 9))
      try: os.write(descriptor, b'x')
      except OSError as error: print(error.errno == __import__('errno').EBADF)
      folder = os.open('.', 0)
      print(os.read(os.open('lock', 0, dir_fd=folder), 1), os.stat('lock', dir_fd=folder).st_size)
      with open('lock', opener=lambda path, flags: os.open(path, 0)) as file: print(file.read())
      """
    let expected = "[Errno 20] File exists: 'lock'\nb'abc'\nTrue\nb'a' 3\nabc\n"
    #expect(try TestGuest.python(engine).output(program) == expected)
  }

  @Test(arguments: TestGuest.engines)
  func exceptionalConditionsAreNeverThere(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine) { $0.standardInput = .bytes([65]) }
    let program = "import select, sys\nprint(select.select([sys.stdin], [sys.stdout], [sys.stdin, sys.stdout], 0) == ([sys.stdin], [sys.stdout], []))"
    #expect(try python.output(program) == "True\n")
    #expect(try python.output("print(select.select([], [], [sys.stdin], 0.001))") == "([], [], [])\n")
  }

  @Test(arguments: TestGuest.engines)
  func connectionsFailAsProgramsExpect(engine: PythonEngine) throws {
    let program = """
      import asyncio, socket, urllib.error, urllib.request
      for address in ('h', 80), ('127.0.0.1', 80), ('localhost', 'http'):
        try: socket.create_connection(address)
        except OSError as error: print(type(error).__name__)
      try: urllib.request.urlopen('http://h')
      except urllib.error.URLError as error: print(error)
      async def connect():
        try: await asyncio.open_connection('h', 80)
        except OSError as error: print(error)
      asyncio.run(connect())
      """
    let failure = "Temporary failure in name resolution"
    let expected = "gaierror\nOSError\nOSError\n<urlopen error [Errno -3] \(failure)>\n[Errno -3] \(failure)\n"
    #expect(try TestGuest.python(engine).output(program) == expected)
  }

  @Test(arguments: TestGuest.engines)
  func numbersAndNamesOfTheNetwork(engine: PythonEngine) throws {
    let program = """
      import socket
      print(socket.getaddrinfo('127.0.0.1', 'http', type=socket.SOCK_STREAM))
      print([found[4] for found in socket.getaddrinfo(None, 80, socket.AF_INET6)], socket.gethostbyname('10.0.0.1'))
      print(socket.gethostname(), socket.getfqdn(), socket.getnameinfo(('127.0.0.1', 80), 0), socket.getservbyname('https'))
      print(socket.inet_ntoa(socket.inet_aton('1.2.3.4')), socket.AI_PASSIVE.name)
      for call in (socket.gethostbyaddr, socket.gethostbyname, socket.getservbyname, socket.getprotobyname):
        try: call('nowhere')
        except OSError as error: print(type(error).__name__, end=' ')
      """
    let expected = """
      [(<AddressFamily.AF_INET: 1>, <SocketKind.SOCK_STREAM: 6>, 6, '', ('127.0.0.1', 80))]
      [('::1', 80, 0, 0), ('::1', 80, 0, 0)] 10.0.0.1
      localhost localhost ('127.0.0.1', 'http') 443
      1.2.3.4 AI_PASSIVE
      herror gaierror OSError OSError\u{20}
      """
    #expect(try TestGuest.python(engine).output(program) == expected)
  }

  /// Programs ask with `hasattr`.
  @Test(arguments: TestGuest.engines)
  func whatCannotWorkIsAbsent(engine: PythonEngine) throws {
    #expect(try TestGuest.python(engine).output("import os; print([n for n in ('dup', 'dup2', 'pipe', 'fork', 'kill', 'umask') if hasattr(os, n)])") == "[]\n")
  }

  @Test(arguments: TestGuest.engines)
  func documentationIsThere(engine: PythonEngine) throws {
    #expect(try TestGuest.python(engine).output("help(len)").contains("Return the number of items in a container."))
  }
}
