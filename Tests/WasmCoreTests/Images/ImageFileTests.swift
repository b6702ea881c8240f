import CommandTestSupport
import EngineTestSupport
import Foundation
import Testing
import WasmCore

/// Images in files. `FreezeTests` uses images from files as well.
@Suite("Image files")
struct ImageFileTests {
  @Test(arguments: Engine.tested)
  func everythingComesBack(_ engine: Engine) throws {
    try Temporary.folder { folder in
      let path = folder.appending(path: "image").path
      let module = try ImageModule.make(engine)
      try module.change()
      try module.instance.freeze().write(toFile: path, annotations: [1, 2, 3])
      let (image, annotations) = try InstanceImage.load(contentsOfFile: path, for: module.instance.module)
      #expect(annotations == [1, 2, 3] && image.memoryByteCount == (ImageModule.pageCount + 2) << 16 && image.copiedByteCount == 0)
      try image.verify()
      let copy = try ImageModule.make(image, engine)
      try copy.expectChanged()
      // Nothing else is left in the folder, and the file is not larger than what is in it.
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["image"])
      var status = stat()
      #expect(stat(path, &status) == 0 && status.st_size > image.memoryByteCount && Int(status.st_blocks) * 512 < 512 << 10)
    }
  }

  @Test(arguments: Engine.tested)
  func filesAreReplaced(_ engine: Engine) throws {
    try Temporary.folder { folder in
      let path = folder.appending(path: "image").path
      let module = try ImageModule.make(engine)
      try module.instance.freeze().write(toFile: path)
      let before = try InstanceImage.load(contentsOfFile: path, for: module.instance.module).image
      try module.change()
      // With patches and more memory than in the file.
      try module.instance.freeze().rebuilt(on: before).write(toFile: path)
      let after = try InstanceImage.load(contentsOfFile: path, for: module.instance.module).image
      try ImageModule.make(before, engine).expectUnchanged()
      try ImageModule.make(after, engine).expectChanged()
      try after.verify()
    }
  }

  /// A module with everything whose form depends on a type.
  private func typedModule() throws -> (module: Module, image: InstanceImage) {
    var builder = ModuleBuilder()
    let type = builder.type([], [.i32])
    let one = builder.function("one", [], [.i32], [.i32(1)])
    let other = builder.function("other", [.i64], [], [])
    builder.table("typed", TableType(element: .reference(type), limits: Limits(minimum: 1)))
    builder.table("full", TableType(element: ValueType(.func, nullable: false), limits: Limits(minimum: 1)), initial: [.op(.refFunc, other)])
    builder.table("outside", TableType(element: .externref, limits: Limits(minimum: 1)))
    builder.global("function", GlobalType(.reference(type, nullable: false)), [.op(.refFunc, one)])
    builder.global("long", GlobalType(.i64, mutable: true), [.i64(-2)])
    builder.global("float", GlobalType(.f32), [.f32(Float(bitPattern: 0x7FA0_0001))])
    let instance = try builder.instantiate(in: Store(.interpreter))
    return (instance.module, try instance.freeze())
  }

  @Test func typesAreKept() throws {
    let (module, image) = try typedModule()
    let bytes = try image.fileBytes()
    let copy = try Store(.interpreter).instantiate(.load(bytes.bytes, for: module))
    #expect(copy.global("long")?.value.i64 == -2)
    if case .f32(let float)? = copy.global("float")?.value { #expect(float.bitPattern == 0x7FA0_0001) } else { Issue.record("no number") }
    // Table by table: size and element; then the global.
    let state = ImageBytes.state
    let null = UInt32.max
    #expect([4, 12, 20, 24].map { bytes.number(at: state + $0) } == [null, 1, null, 0])
    let wrong: [(UInt32, Int)] = [
      (1, 4), (2, 4), (null, 12), (2, 12), (null - 1, 12), (0, 20), (null, 24), (1, 24), (0, 0), (null, 0), (2, 0),
    ]
    for (number, offset) in wrong {
      let problem = imageProblem { _ = try InstanceImage.load(bytes.forged(number, at: state + offset), for: module) }
      #expect(problem?.isMalformed == true, "\(number) at \(offset)")
    }
    for (number, offset) in [(0, 4), (0, 12)] as [(UInt32, Int)] { _ = try InstanceImage.load(bytes.forged(number, at: state + offset), for: module) }
  }

  @Test func forgedSizes() throws {
    let module = try ImageModule.make(.interpreter).instance
    let bytes = try module.freeze().fileBytes()
    // Memory, table, flags of the first element segment, which lie before the checksum of the memory.
    let flags = ImageBytes.prefix + bytes.contentCount - 32 - 4
    for (number, offset) in [(39, 0), (101, 0), (41, 0), (.max, 0), (9, 4), (51, 4), (.max, 4), (UInt32(module.module.functionCount), 8)] as [(UInt32, Int)] {
      let problem = imageProblem { _ = try InstanceImage.load(bytes.forged(number, at: ImageBytes.state + offset), for: module.module) }
      #expect(problem?.isMalformed == true, "\(number) at \(offset)")
    }
    for flag in 0..<4 {
      let problem = imageProblem { _ = try InstanceImage.load(bytes.forged(bytes.number(at: flags) | 2 << (flag * 8), at: flags), for: module.module) }
      #expect(problem?.isMalformed == true, "flag \(flag)")
    }
  }

  @Test func truncatedFiles() throws {
    try Temporary.folder { folder in
      let path = folder.appending(path: "image").path
      let instance = try ImageModule.make(.interpreter).instance
      try instance.freeze().write(toFile: path)
      let byteCount = (ImageModule.pageCount + 1) << 16
      _ = try InstanceImage.load(contentsOfFile: path, for: instance.module)
      for count in [byteCount + 1, byteCount - 1, byteCount - 4096, byteCount - 65_536, 65_537, 65_536, 65_535] + (0..<600).reversed() {
        #expect(truncate(path, off_t(count)) == 0)
        #expect(imageProblem { _ = try InstanceImage.load(contentsOfFile: path, for: instance.module) }?.isMalformed == true, "\(count) bytes")
      }
    }
  }

  @Test func damagedFiles() throws {
    try Temporary.folder { folder in
      let path = folder.appending(path: "image").path
      let instance = try ImageModule.make(.interpreter).instance
      try instance.freeze().write(toFile: path, annotations: Array("annotations".utf8))
      let header = try FileHandle(forUpdating: URL(filePath: path))
      let original = ImageBytes(bytes: Array(try #require(try header.read(upToCount: 65_536))))
      func write(_ byte: UInt8, at offset: Int) throws {
        try header.seek(toOffset: UInt64(offset))
        try header.write(contentsOf: [byte])
      }
      for offset in 0..<ImageBytes.prefix + original.contentCount {
        for bit in 0..<8 {
          try write(original.bytes[offset] ^ 1 << bit, at: offset)
          let problem = imageProblem { _ = try InstanceImage.load(contentsOfFile: path, for: instance.module) }
          let isVersion = if case .version(expected: 1, _)? = problem { true } else { false }
          #expect((8..<12).contains(offset) ? isVersion : problem?.isMalformed == true, "bit \(bit) of byte \(offset)")
        }
        try write(original.bytes[offset], at: offset)
      }
      // In the memory only `verify` looks.
      try write(1, at: 65_536 + 5000)
      let image = try InstanceImage.load(contentsOfFile: path, for: instance.module).image
      #expect(imageProblem { try image.verify() }?.isMalformed == true)
    }
  }

  @Test func otherFiles() throws {
    let instance = try ImageModule.make(.interpreter).instance
    let (other, image) = try typedModule()
    let bytes = try image.fileBytes().bytes
    #expect(
      imageProblem { _ = try InstanceImage.load(bytes, for: instance.module) }
        == .otherModule(expected: instance.module.fingerprint, found: other.fingerprint))
    #expect(imageProblem { _ = try InstanceImage.load(Array("#!/bin/sh\n".utf8) + bytes, for: other) }?.isMalformed == true)
    #expect(imageProblem { _ = try InstanceImage.load(image.encodeDifference(from: image), for: other) }?.isMalformed == true)
    try Temporary.folder { folder in
      for path in [folder.path, folder.path + "/nothing", folder.path + "/nothing/image"] {
        #expect(imageProblem { _ = try InstanceImage.load(contentsOfFile: path, for: other) }?.isFile == true)
      }
      for path in [folder.path, folder.path + "/nothing/image"] { #expect(imageProblem { try image.write(toFile: path) }?.isFile == true) }
      let neighbours = try FileManager.default.contentsOfDirectory(atPath: folder.deletingLastPathComponent().path)
      #expect(!neighbours.contains { $0.hasPrefix(folder.lastPathComponent + ".") })
    }
  }
}
