#include "spawner.hpp"

#include <utility>

#include "jobdir/launch.hpp"

namespace tt::jobs {

Result<void> spawn_supervisor(const std::string& program, const jobdir::StartMessage& message, Fd lock) {
  return jobdir::launch_supervisor(program, message, std::move(lock));
}

}  // namespace tt::jobs
