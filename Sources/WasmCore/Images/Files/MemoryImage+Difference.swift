extension MemoryImage {
  /// The pages that are not as in `base`.
  func difference(from base: MemoryImage) throws(ImageError) -> PagePatches {
    if file === base.file { return differenceInPatches(from: base) }
    return try withContents { (mine) throws(ImageError) in
      try base.withContents { theirs in
        let pages = (0..<byteCount / PagePatches.pageSize).filter { page in
          !mine.matches(theirs, page * PagePatches.pageSize..<(page + 1) * PagePatches.pageSize)
        }
        return PagePatches(pages: pages) { page in mine.baseAddress.map { $0 + page * PagePatches.pageSize } }
      }
    }
  }

  /// The same where both have the same file: outside of the patches there is no difference.
  private func differenceInPatches(from base: MemoryImage) -> PagePatches {
    patches.withPages { mine in
      base.patches.withPages { theirs in
        let pages = Set(mine.keys).union(theirs.keys).filter { page in
          guard page < byteCount / PagePatches.pageSize else { return false }
          switch (mine[page] ?? file.page(page), theirs[page] ?? file.page(page)) {
          case (nil, nil): return false
          case (let mine?, let theirs?): return memcmp(mine, theirs, PagePatches.pageSize) != 0
          case (let page?, nil), (nil, let page?): return !UnsafeRawBufferPointer(start: page, count: PagePatches.pageSize).isZero
          }
        }
        return PagePatches(pages: pages.sorted()) { mine[$0] ?? file.page($0) }
      }
    }
  }

  /// The contents of a memory of `byteCount` bytes that begins as this one, with `pages` in their places.
  func replacing(_ pages: PagePatches, byteCount: Int) throws(ImageError) -> MemoryImage {
    let merged = MemoryImage(byteCount: max(byteCount, self.byteCount), file: file, patches: patches.overlaid(with: pages))
    if merged.byteCount == byteCount, Self.keepsPatches(byteCount: merged.patches.byteCount) { return merged }
    let file = try merged.withContents { ImageFile.temporary(UnsafeRawBufferPointer(rebasing: $0.prefix(byteCount)).withoutZerosAtTheEnd) }
    return MemoryImage(byteCount: byteCount, file: file)
  }
}
