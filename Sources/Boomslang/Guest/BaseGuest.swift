/// What a guest that has only the base of the interface is told in Python, as it has no functions for it.
enum BaseGuest {
  /// Does what `configure` does.
  /// - Parameter settings: JSON.
  static func configuring(_ settings: String) -> [UInt8] {
    script(
      """
      import json, os, sys
      settings = json.loads(\(literal(settings)))
      sys.argv = settings.get("arguments", sys.argv)
      os.environ.clear()
      os.environ.update(settings["environment"])
      for entry in settings["path"]:
        if entry not in sys.path: sys.path.append(entry)
      os.chdir(settings["directory"])
      """)
  }

  static func running(file path: String) -> [UInt8] {
    script(
      """
      import os, runpy, sys
      path = \(literal(path))
      if os.path.isfile(path): sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
      runpy.run_path(path, run_name='__main__')
      """)
  }

  static func running(module name: String) -> [UInt8] {
    script("import runpy\nrunpy.run_module(\(literal(name)), run_name='__main__', alter_sys=True)")
  }

  static func unsupported(_ what: String) -> PythonError { .guestInvalid("this guest has only the base of the interface, without \(what)") }

  /// Lines that leave no name behind in `__main__`.
  private static func script(_ lines: String) -> [UInt8] {
    let body = lines.split(separator: "\n").map { "  \($0)\n" }.joined()
    return Array("def _boomslang():\n\(body)try: _boomslang()\nfinally: del _boomslang\n".utf8)
  }

  /// A Python literal, whose escapes are those of JSON.
  private static func literal(_ text: String) -> String {
    do { return try JSON.encode(text) } catch { preconditionFailure("every text can be written as JSON") }
  }
}
