/// What of the testsuite does not run yet, and why: the only place that says so. An entry that has become unnecessary
/// fails the run.
enum Skips {
  enum Reason: String {
    case simd = "the proposal fixed-width SIMD"
    case relaxedSIMD = "the proposal relaxed SIMD"
    case memory64 = "the proposal memory64 (64-bit memories and tables)"
    case garbageCollection = "the proposal garbage collection"
    case missingModule = "the module of these commands being left out by the conversion to JSON"
  }

  /// Commands of a script that needs a proposal in some places only.
  struct Commands {
    let lines: ClosedRange<Int>
    let reason: Reason
    /// Lines of the script where a module has to be for the commands to make sense: the entry counts when there is none.
    var unlessModuleIn: ClosedRange<Int>?

    func applies(to script: Script) -> Bool {
      guard let unlessModuleIn else { return true }
      return !script.commands.contains { $0.type == .module && unlessModuleIn.contains($0.line) }
    }
  }

  static let commands: [String: [Commands]] = [
    // An element segment of arrays.
    "table_init": [Commands(lines: 2272...2286, reason: .garbageCollection)],
    // A module whose exports have all kinds of characters in their names.
    "names": [Commands(lines: 615...1093, reason: .missingModule, unlessModuleIn: 17...614)],
  ]

  /// Whole scripts.
  static let scripts = Dictionary(
    uniqueKeysWithValues: lists.flatMap { reason, names in names.split(whereSeparator: \.isWhitespace).map { (String($0), reason) } })

  private static let lists: [(Reason, String)] = [
    (
      .garbageCollection,
      """
      array array_copy array_fill array_init_data array_init_elem array_new_data array_new_elem binary-gc br_on_cast
      br_on_cast_fail extern i31 ref_cast ref_eq ref_test struct type-rec type-subtyping
      """
    ),
    (
      .memory64,
      """
      address64 align64 binary_leb128_64 bulk64 call_indirect64 endianness64 float_memory64 load64 memory64 memory64-imports
      memory_copy64 memory_fill64 memory_grow64 memory_init64 memory_redundancy64 memory_trap64 table64 table_copy64
      table_copy_mixed table_fill64 table_get64 table_grow64 table_init64 table_set64 table_size64
      """
    ),
    (
      .relaxedSIMD,
      """
      i16x8_relaxed_q15mulr_s i32x4_relaxed_trunc i8x16_relaxed_swizzle relaxed_dot_product relaxed_laneselect
      relaxed_madd_nmadd relaxed_min_max
      """
    ),
    (
      .simd,
      """
      simd_address simd_align simd_bit_shift simd_bitwise simd_boolean simd_const simd_conversions simd_f32x4
      simd_f32x4_arith simd_f32x4_cmp simd_f32x4_pmin_pmax simd_f32x4_rounding simd_f64x2 simd_f64x2_arith simd_f64x2_cmp
      simd_f64x2_pmin_pmax simd_f64x2_rounding simd_i16x8_arith simd_i16x8_arith2 simd_i16x8_cmp
      simd_i16x8_extadd_pairwise_i8x16 simd_i16x8_extmul_i8x16 simd_i16x8_q15mulr_sat_s simd_i16x8_sat_arith
      simd_i32x4_arith simd_i32x4_arith2 simd_i32x4_cmp simd_i32x4_dot_i16x8 simd_i32x4_extadd_pairwise_i16x8
      simd_i32x4_extmul_i16x8 simd_i32x4_trunc_sat_f32x4 simd_i32x4_trunc_sat_f64x2 simd_i64x2_arith simd_i64x2_arith2
      simd_i64x2_cmp simd_i64x2_extmul_i32x4 simd_i8x16_arith simd_i8x16_arith2 simd_i8x16_cmp simd_i8x16_sat_arith
      simd_int_to_int_extend simd_lane simd_linking simd_load simd_load16_lane simd_load32_lane simd_load64_lane
      simd_load8_lane simd_load_extend simd_load_splat simd_load_zero simd_memory-multi simd_select simd_splat simd_store
      simd_store16_lane simd_store32_lane simd_store64_lane simd_store8_lane
      """
    ),
  ]
}
