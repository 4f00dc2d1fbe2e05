// A call that may hang, on a thread of its own, waited for no longer than one
// can afford. What it uses must live as long as the process when Wait has
// given up on it: the thread is then left to itself.
#ifndef CSI_COMMON_BASE_BOUNDED_H_
#define CSI_COMMON_BASE_BOUNDED_H_

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <thread>
#include <utility>

namespace csi {

class Bounded {
 public:
  explicit Bounded(std::function<void()> call) {
    auto done = std::make_shared<std::promise<void>>();
    ended_ = done->get_future();
    std::thread([call = std::move(call), done]() mutable {
      call();
      call = nullptr;  // what it owns has ended when Wait returns
      done->set_value();
    }).detach();
  }

  // Whether it has ended, after `most` at the latest.
  bool Wait(std::chrono::milliseconds most) const {
    return ended_.wait_for(most) == std::future_status::ready;
  }

 private:
  std::future<void> ended_;
};

}  // namespace csi

#endif  // CSI_COMMON_BASE_BOUNDED_H_
