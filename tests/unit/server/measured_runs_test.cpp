#include "server/measured_runs.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace tt;

namespace {

jobs::JobRecord job(std::uint32_t number, std::vector<std::string> argv, std::string command = {}) {
  jobs::JobRecord record;
  record.number = number;
  record.argv = std::move(argv);
  record.command = std::move(command);
  record.cwd = "/work";
  return record;
}

}  // namespace

TEST_CASE("runs of one thing have the same command, arguments and folder") {
  const jobs::JobRecord first = job(1, {"python3", "a.py"}, "demo.run");
  CHECK(server::ran_the_same(first, job(2, {"python3", "a.py"}, "demo.run")));
  CHECK_FALSE(server::ran_the_same(first, job(2, {"python3", "b.py"}, "demo.run")));
  CHECK_FALSE(server::ran_the_same(first, job(2, {"python3", "a.py"}, "demo.other")));
  jobs::JobRecord elsewhere = first;
  elsewhere.cwd = "/other";
  CHECK_FALSE(server::ran_the_same(first, elsewhere));
}

TEST_CASE("a table has one line for each measurement, quotes what needs it, and holds no formula") {
  jobs::JobRecord run = job(7, {"python3"});
  run.created_ms = 1'700'000'000'000;
  run.measurements = {{"pcc", 0.99987, "", 12, 340, ""},
                      {"=HYPERLINK(\"x\")", 2, "a,b", 13, 360, ""},
                      {"two\r\nlines", std::numeric_limits<double>::quiet_NaN(), "@unit", 14, 380, ""},
                      {"loss", -1.5, "%", 15, 400, ""}};
  CHECK(server::measurements_csv({job(6, {"python3"}), run}) ==
        "job,started,name,value,unit,line,offset\r\n"
        "7,2023-11-14T22:13:20.000Z,pcc,0.99987,,12,340\r\n"
        "7,2023-11-14T22:13:20.000Z,\"'=HYPERLINK(\"\"x\"\")\",2,\"a,b\",13,360\r\n"
        "7,2023-11-14T22:13:20.000Z,\"two\r\nlines\",nan,'@unit,14,380\r\n"
        "7,2023-11-14T22:13:20.000Z,loss,-1.5,%,15,400\r\n");
}
