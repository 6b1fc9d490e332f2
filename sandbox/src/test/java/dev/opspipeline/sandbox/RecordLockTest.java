package dev.opspipeline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordLockTest {

    @TempDir
    private Path directory;

    @Test
    void oneRunAtATimeHasARecord() throws Exception {
        Path record = directory.resolve("day");
        RecordLock.holding(record, 0, () -> {
            refuses(record, 0, "another run is using " + record, "--record DIR");
            return true;
        });

        assertThat(RecordLock.<Boolean>holding(record, 0, () -> true))
                .as("afterwards")
                .isTrue();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsSaidToBe() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        refuses(file, 0, "cannot write to " + file, "choose another place with --record DIR");
        refuses(file.resolve("below"), 0, "cannot write to " + file.resolve("below"));
    }

    @Test
    void aFullDiskIsSaidToBe() {
        refuses(directory, Long.MAX_VALUE, "too little disk space at " + directory, "make room");
    }

    private static void refuses(Path record, long room, String... said) {
        assertThatExceptionOfType(CannotPlayException.class)
                .isThrownBy(() -> RecordLock.holding(record, room, () -> true))
                .satisfies(refused ->
                        assertThat(refused.getMessage()).contains(said).doesNotContain("\n"));
    }
}
