package dev.opspipeline.account;

import java.time.LocalDate;
import java.util.List;

/** What the broker has booked in an account: fills nobody told of, and how contracts ended. */
@FunctionalInterface
public interface AccountActivities {

    /** Everything booked on the exchange's date and after, oldest first. An empty list means nothing was. */
    Reply<List<Activity>> since(LocalDate date);
}
