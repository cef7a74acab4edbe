import CJili
import Glibc
import Jili

@_cdecl("jili_cancel_new")
func cancelNew() -> OpaquePointer? { hand(Cancellation()) }

@_cdecl("jili_cancel_now")
func cancelNow(_ cancel: OpaquePointer?) { object(cancel, Cancellation.self)?.cancel() }

@_cdecl("jili_cancel_free")
func cancelFree(_ cancel: OpaquePointer?) { give(back: cancel, Cancellation.self) }

/// The limits of one call, from its beginning.
func watch(_ limits: UnsafePointer<jili_limits>?) -> Watch? {
  guard let limits = limits?.pointee else { return nil }
  var allowed = RunLimits()
  if limits.steps > 0 { allowed.steps = Int(clamping: limits.steps) }
  if limits.bytes > 0 { allowed.memory = Int(clamping: limits.bytes) }
  allowed.cancellation = object(limits.cancel, Cancellation.self)
  if limits.milliseconds > 0 {
    let end = milliseconds().addingReportingOverflow(limits.milliseconds)
    if !end.overflow { allowed.isOverdue = { milliseconds() > end.partialValue } }
  }
  let isLimited =
    limits.steps > 0 || limits.bytes > 0 || limits.milliseconds > 0 || limits.cancel != nil
  return isLimited ? Watch(allowed) : nil
}

/// Since some moment, whatever the clock on the wall does.
private func milliseconds() -> UInt64 {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return UInt64(now.tv_sec) * 1000 + UInt64(now.tv_nsec) / 1_000_000
}
