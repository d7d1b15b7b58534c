// Knows the way in and the ways out: every failure becomes lines on stderr and an exit status.
#include <exception>
#include <new>

#include "cli/command.hpp"
#include "cli/failure.hpp"
#include "cli/output.hpp"
#include "co2est/error.hpp"

int main(int argc, char** argv) {
  using namespace co2est;
  cli::ignore_closed_pipes();
  try {
    return cli::run_command_line(cli::Words(argv + (argc > 0 ? 1 : 0), argv + argc));
  } catch (const Error& error) {
    return cli::report(error);
  } catch (const cli::ClosedPipe&) {
    return cli::kDone;
  } catch (const std::bad_alloc&) {
    return cli::report(Error(ErrorKind::environment, Problem{"", "out of memory", ""}));
  } catch (const std::exception& error) {
    return cli::report(Error(ErrorKind::environment,
                             Problem{"", error.what(), "this is a defect of co2est; report it"}));
  }
}
