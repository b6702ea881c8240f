extension Errno {
  /// The code for an error number of the host's C library; `io` when WASI has none.
  init(host code: Int32) {
    self = Self.byHostCode[code] ?? .io
  }

  /// What the code means, in words.
  public var message: String {
    if self == .notcapable { return "Capabilities insufficient" }
    guard let code = Self.byHostCode.first(where: { $0.value == self })?.key else { return "Success" }
    return String(cString: strerror(code))
  }

  /// The code for the C library's current `errno`.
  static var current: Errno { Errno(host: errno) }

  private static let byHostCode: [Int32: Errno] = [
    E2BIG: .tooBig, EACCES: .acces, EADDRINUSE: .addrinuse, EADDRNOTAVAIL: .addrnotavail, EAFNOSUPPORT: .afnosupport,
    EAGAIN: .again, EALREADY: .already, EBADF: .badf, EBADMSG: .badmsg, EBUSY: .busy, ECANCELED: .canceled, ECHILD: .child,
    ECONNABORTED: .connaborted, ECONNREFUSED: .connrefused, ECONNRESET: .connreset, EDEADLK: .deadlk,
    EDESTADDRREQ: .destaddrreq, EDOM: .dom, EDQUOT: .dquot, EEXIST: .exist, EFAULT: .fault, EFBIG: .fbig,
    EHOSTUNREACH: .hostunreach, EIDRM: .idrm, EILSEQ: .ilseq, EINPROGRESS: .inprogress, EINTR: .intr, EINVAL: .inval,
    EIO: .io, EISCONN: .isconn, EISDIR: .isdir, ELOOP: .loop, EMFILE: .mfile, EMLINK: .mlink, EMSGSIZE: .msgsize,
    EMULTIHOP: .multihop, ENAMETOOLONG: .nametoolong, ENETDOWN: .netdown, ENETRESET: .netreset, ENETUNREACH: .netunreach,
    ENFILE: .nfile, ENOBUFS: .nobufs, ENODEV: .nodev, ENOENT: .noent, ENOEXEC: .noexec, ENOLCK: .nolck, ENOLINK: .nolink,
    ENOMEM: .nomem, ENOMSG: .nomsg, ENOPROTOOPT: .noprotoopt, ENOSPC: .nospc, ENOSYS: .nosys, ENOTCONN: .notconn,
    ENOTDIR: .notdir, ENOTEMPTY: .notempty, ENOTRECOVERABLE: .notrecoverable, ENOTSOCK: .notsock, ENOTSUP: .notsup,
    ENOTTY: .notty, ENXIO: .nxio, EOVERFLOW: .overflow, EOWNERDEAD: .ownerdead, EPERM: .perm, EPIPE: .pipe, EPROTO: .proto,
    EPROTONOSUPPORT: .protonosupport, EPROTOTYPE: .prototype, ERANGE: .range, EROFS: .rofs, ESPIPE: .spipe, ESRCH: .srch,
    ESTALE: .stale, ETIMEDOUT: .timedout, ETXTBSY: .txtbsy, EXDEV: .xdev,
  ]
}
