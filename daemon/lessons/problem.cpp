#include "problem.hpp"

#include <algorithm>
#include <tuple>

namespace tt::lessons {

void sort_by_line(std::vector<Problem>& problems) {
  std::ranges::sort(problems, {}, [](const Problem& p) { return std::tie(p.line, p.rule, p.message); });
}

}  // namespace tt::lessons
