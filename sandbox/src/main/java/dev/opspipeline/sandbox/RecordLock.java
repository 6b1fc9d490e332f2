package dev.opspipeline.sandbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Makes sure that a record can be written, and that one run at a time writes it. */
final class RecordLock {

    /** A full day with logs takes a tenth of it. */
    static final long ROOM_BYTES = 500L * 1024 * 1024;

    private RecordLock() {}

    /**
     * Does something while the directory is this process's own; the claim ends with the process, however that ends.
     *
     * @throws CannotPlayException when it cannot be written, has too little room, or another run has it
     */
    static <T> T holding(Path directory, long room, Callable<T> action) throws Exception {
        FileChannel channel = open(directory);
        try {
            checkRoom(directory, room);
            if (lock(channel) == null) {
                throw new CannotPlayException(("another run is using %s: wait until it is over, stop it with Ctrl-C,"
                                + " or give this one a place of its own with --record DIR")
                        .formatted(directory));
            }
            return action.call();
        } finally {
            channel.close();
        }
    }

    private static FileChannel open(Path directory) {
        try {
            Files.createDirectories(directory);
            return FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new CannotPlayException(
                    "cannot write to %s: make it writable, or choose another place with --record DIR"
                            .formatted(directory));
        }
    }

    private static void checkRoom(Path directory, long room) {
        try {
            long free = Files.getFileStore(directory).getUsableSpace();
            if (free < room) {
                throw new CannotPlayException(
                        "too little disk space at %s: %d MB are free, %d MB are needed; make room, or choose another place with --record DIR"
                                .formatted(directory, free >> 20, room >> 20));
            }
        } catch (IOException e) {
            throw new CannotPlayException("cannot tell the disk space at " + directory + ": " + e.getMessage());
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        } catch (IOException e) {
            throw new CannotPlayException("cannot lock the record: " + e.getMessage());
        }
    }
}
