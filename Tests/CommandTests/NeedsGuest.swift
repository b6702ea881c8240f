import CommandTestSupport
import Testing

extension Trait where Self == ConditionTrait {
  /// Python has to be there.
  static var needsGuest: Self { .enabled(if: Command.hasGuest, Comment(rawValue: Command.howToGetGuest)) }
}
