"""What happens in the demo county: where it is ahead, where behind, and which way it goes.

A turn says how far the county stands from the usual level in the newest year, and how much it
moved each year, both in spreads between authorities (so 1 is about the best sixth, upwards,
whatever is good or bad). Indicators that are not named lie a little about the middle.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Turn:
    """Where the county stands now, and how that changed a year; ``since`` says from when."""

    now: float = 0.05
    a_year: float = 0.0
    since: int = 2016

    def at(self, year: int, last: int) -> float:
        return self.now - self.a_year * (last - max(year, self.since))


#: Ahead in the early and primary years, slipping at sixteen; a collapse in the time that plans
#: take; young people lost from sight; care leavers and families better served than elsewhere.
STORY: dict[str, Turn] = {
    # Upwards is good.
    "gld": Turn(0.8, 0.12),
    "phonics": Turn(0.5, 0.1),
    "ks2_rwm": Turn(0.6, 0.15),
    "ks2_reading": Turn(0.7, 0.1),
    "ks2_maths": Turn(0.3, 0.1),
    "funded_two_year_olds": Turn(0.2, 0.15),
    "good_settings_three_four": Turn(0.4, 0.1),
    "attainment8": Turn(-0.3, -0.12),
    "progress8": Turn(-0.7, -0.15),
    "english_maths_5": Turn(-0.4, -0.1),
    "level3_at_19": Turn(-0.3, -0.05),
    "participation": Turn(-0.6, -0.2, 2021),
    "participation_sen": Turn(-0.4, -0.1),
    "september_guarantee": Turn(0.5, 0.05),
    "ehc_20_weeks": Turn(-0.9, -0.45, 2019),
    "ehc_20_weeks_all": Turn(-0.9, -0.45, 2019),
    "care_leavers_eet": Turn(0.9, 0.15),
    "assessments_45_days": Turn(0.3, -0.1),
    "development_review": Turn(-0.5, 0.1),
    # Upwards is bad.
    "neet": Turn(0.4, 0.1, 2021),
    "not_known": Turn(1.4, 0.35, 2022),
    "neet_or_not_known": Turn(1.0, 0.25, 2022),
    "persistent_absence": Turn(0.8, 0.15, 2019),
    "severe_absence": Turn(1.0, 0.2, 2019),
    "suspension_rate": Turn(0.7, 0.15),
    "permanent_exclusion_rate": Turn(0.5, 0.1),
    "re_referrals": Turn(-0.7, -0.15),
    "first_time_entrants": Turn(-0.8, -0.1),
    "social_worker_turnover": Turn(-0.5, -0.15),
    "agency_social_workers": Turn(0.6, 0.15),
    "placed_far_away": Turn(0.6, 0.1),
    "level3_at_19_fsm_gap": Turn(-0.3, -0.1),
    # Neither.
    "ehc_requests": Turn(1.2, 0.25),
    "weekly_cost_residential": Turn(0.5, 0.1),
}
