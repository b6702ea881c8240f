import EngineTestSupport
import WasmCore

/// A module that has a memory and, for each function of WASI, one of the same name and type that calls it.
/// Made here, byte by byte, so that tests can say what a guest passes down to the last pointer.
enum CallerModule {
  static let module: Module = {
    do { return try Module.tested(bytes) } catch { fatalError("\(error)") }
  }()

  /// Name and parameters: i for i32, I for i64. All but `proc_exit` return an i32.
  static let functions: [(name: String, parameters: String)] = [
    ("args_get", "ii"), ("args_sizes_get", "ii"), ("environ_get", "ii"), ("environ_sizes_get", "ii"), ("clock_res_get", "ii"),
    ("clock_time_get", "iIi"), ("fd_advise", "iIIi"), ("fd_allocate", "iII"), ("fd_close", "i"), ("fd_datasync", "i"),
    ("fd_fdstat_get", "ii"), ("fd_fdstat_set_flags", "ii"), ("fd_fdstat_set_rights", "iII"), ("fd_filestat_get", "ii"),
    ("fd_filestat_set_size", "iI"), ("fd_filestat_set_times", "iIIi"), ("fd_pread", "iiiIi"), ("fd_prestat_get", "ii"),
    ("fd_prestat_dir_name", "iii"), ("fd_pwrite", "iiiIi"), ("fd_read", "iiii"), ("fd_readdir", "iiiIi"), ("fd_renumber", "ii"),
    ("fd_seek", "iIii"), ("fd_sync", "i"), ("fd_tell", "ii"), ("fd_write", "iiii"), ("path_create_directory", "iii"),
    ("path_filestat_get", "iiiii"), ("path_filestat_set_times", "iiiiIIi"), ("path_link", "iiiiiii"), ("path_open", "iiiiiIIii"),
    ("path_readlink", "iiiiii"), ("path_remove_directory", "iii"), ("path_rename", "iiiiii"), ("path_symlink", "iiiii"),
    ("path_unlink_file", "iii"), ("poll_oneoff", "iiii"), ("proc_exit", "i"), ("proc_raise", "i"), ("sched_yield", ""),
    ("random_get", "ii"), ("sock_accept", "iii"), ("sock_recv", "iiiiii"), ("sock_send", "iiiii"), ("sock_shutdown", "ii"),
  ]

  private static var bytes: [UInt8] {
    let types = functions.map { function in
      [0x60] + vector(function.parameters.map { [$0 == "i" ? 0x7F : 0x7E] }) + (function.name == "proc_exit" ? [0] : [1, 0x7F])
    }
    let imports = functions.enumerated().map { index, function in
      name("wasi_snapshot_preview1") + name(function.name) + [0x00] + number(index)
    }
    let exports =
      [name("memory") + [0x02, 0x00]]
      + functions.enumerated().map { index, function in name(function.name) + [0x00] + number(functions.count + index) }
    let bodies = functions.enumerated().map { index, function in
      let body = [0x00] + function.parameters.indices.enumerated().flatMap { [0x20] + number($0.offset) } + [0x10] + number(index) + [0x0B]
      return number(body.count) + body
    }
    return [0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00]
      + section(1, types) + section(2, imports) + section(3, functions.indices.map(number)) + section(5, [[0x00, 0x20]])
      + section(7, exports) + section(10, bodies)
  }

  private static func section(_ id: UInt8, _ items: [[UInt8]]) -> [UInt8] {
    let contents = vector(items)
    return [id] + number(contents.count) + contents
  }

  private static func vector(_ items: [[UInt8]]) -> [UInt8] { number(items.count) + items.flatMap { $0 } }
  private static func name(_ text: String) -> [UInt8] { number(text.utf8.count) + Array(text.utf8) }

  /// LEB128.
  private static func number(_ value: Int) -> [UInt8] {
    value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + number(value >> 7)
  }
}
