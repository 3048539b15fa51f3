// Walking the tour.
#include "app/session/session_data.h"

namespace app::session {

void Session::Data::on(const StartTour&) {
    Problem problem;
    std::string warnings;
    std::optional<Scenario> scenario = open_tour(problem);
    std::optional<Stage> opened;
    if (scenario) opened = make_stage(std::move(*scenario), Screen::picture, warnings, problem);
    std::vector<TourStop> stops;
    if (opened) stops = find_tour_stops(opened->timeline);
    if (stops.empty()) {
        message = problem.message.empty() ? "the tour's program does not do what the tour tells" : problem.message;
        return;
    }
    if (tour) on(LeaveTour{});
    TourPlay play{std::move(stops), {}, stage, settings.detail, settings.kernel};
    replace(std::move(*opened));
    tour = std::move(play);
    tour->state.stops = &tour->stops;
    settings.detail = Detail::picture;
    show_stop(0);
}

void Session::Data::show_stop(std::size_t at) {
    const TourStop& stop = tour->stops[at];
    tour->state.at = at;
    settings.kernel = stop.kernel;
    tour->state.answered = stop.question.empty();
    question.reset();
    answered.reset();
    if (!stop.question.empty())
        question = Question{stop.question, stop.choices, stop.correct, stop.explanation, stop.step};
    stage.timeline.seek(stop.asked_at);
}

// A question left open is passed over first: what it asks about is shown.
void Session::Data::on(const TourNext&) {
    if (!tour) return;
    if (!tour->state.answered) return on(DismissQuestion{});
    if (tour->state.at + 1 == tour->stops.size()) return on(LeaveTour{});
    show_stop(tour->state.at + 1);
}

void Session::Data::on(const TourBack&) {
    if (tour && tour->state.at > 0) show_stop(tour->state.at - 1);
}

void Session::Data::on(const LeaveTour&) {
    if (!tour) return;
    Stage left = std::move(tour->left);
    settings.detail = tour->detail;
    settings.kernel = tour->kernel;
    tour.reset();
    replace(std::move(left));
}

}  // namespace app::session
