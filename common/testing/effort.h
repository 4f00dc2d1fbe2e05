// How much a test tries: a shorter form where every step costs ten times as
// much, under the sanitizers, and still more under the race detector.
#ifndef CSI_COMMON_TESTING_EFFORT_H_
#define CSI_COMMON_TESTING_EFFORT_H_

namespace csi::testing {

#ifdef CSI_SANITIZE_THREAD
inline constexpr bool kRaceDetector = true;
#else
inline constexpr bool kRaceDetector = false;
#endif

#ifdef __SANITIZE_ADDRESS__
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = kRaceDetector;
#endif

}  // namespace csi::testing

#endif  // CSI_COMMON_TESTING_EFFORT_H_
