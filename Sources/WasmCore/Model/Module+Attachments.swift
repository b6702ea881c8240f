import Synchronization

/// What other layers derive from a module once and keep with it, such as translated code.
final class ModuleAttachments: Sendable {
  private let objects = Mutex<[String: any AnyObject & Sendable]>([:])

  func object<T: AnyObject & Sendable>(_ key: String, _ make: () -> T) -> T {
    objects.withLock { objects in
      if let object = objects[key] as? T { return object }
      let object = make()
      objects[key] = object
      return object
    }
  }
}

extension Module {
  /// The object kept under `key`, made at first use. It lives as long as the module and must not retain it.
  package func attachment<T: AnyObject & Sendable>(_ key: String, _ make: () -> T) -> T { attachments.object(key, make) }
}
