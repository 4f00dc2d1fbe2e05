// Randomness as an input: the operating system's in production, a seeded
// generator in tests and simulation.
#ifndef CSI_COMMON_RANDOM_RANDOM_H_
#define CSI_COMMON_RANDOM_RANDOM_H_

#include <cstdint>
#include <random>
#include <string>

namespace csi {

class Random {
 public:
  virtual ~Random() = default;
  virtual std::string Bytes(size_t count) = 0;
};

// From the operating system. Thread-safe.
class SystemRandom : public Random {
 public:
  std::string Bytes(size_t count) override;
};

// The same seed, the same bytes. Not thread-safe.
class SeededRandom : public Random {
 public:
  explicit SeededRandom(uint64_t seed) : engine_(seed) {}
  std::string Bytes(size_t count) override;
  // Uniform in [0, bound), bound > 0.
  uint64_t Below(uint64_t bound) { return engine_() % bound; }
  bool OneIn(uint64_t n) { return Below(n) == 0; }

 private:
  std::mt19937_64 engine_;
};

}  // namespace csi

#endif  // CSI_COMMON_RANDOM_RANDOM_H_
