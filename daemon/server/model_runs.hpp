// What the runs of one model measured, from the jobs that ended well.
#pragma once

#include <string_view>
#include <vector>

#include "jobs/record.hpp"
#include "models/sheet.hpp"

namespace tt::server {

// Of the jobs that ended with exit code 0 and ran `model` (HF_MODEL, or the argument of that name), those that measured a speed or
// an accuracy, in the order of `jobs`. Of each measure the last one counts, because a log has running figures.
std::vector<models::MeasuredRun> runs_of_model(const std::vector<jobs::JobRecord>& jobs, std::string_view model);

}  // namespace tt::server
