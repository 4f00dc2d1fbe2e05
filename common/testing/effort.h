// How much a test tries: a shorter form where every step costs ten times as
// much, under the sanitizers.
#ifndef CSI_COMMON_TESTING_EFFORT_H_
#define CSI_COMMON_TESTING_EFFORT_H_

namespace csi::testing {

#if defined(__SANITIZE_ADDRESS__) || defined(CSI_SANITIZE_THREAD)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace csi::testing

#endif  // CSI_COMMON_TESTING_EFFORT_H_
