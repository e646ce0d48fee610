#include "clone.hpp"

namespace tt::repos {

std::string_view to_string(ClonePhase phase) {
  switch (phase) {
    case ClonePhase::kConnecting: return "connecting";
    case ClonePhase::kReceiving: return "receiving objects";
    case ClonePhase::kResolving: return "resolving deltas";
    case ClonePhase::kCheckingOut: return "writing files";
  }
  return "";
}

}  // namespace tt::repos
