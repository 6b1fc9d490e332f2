package dev.opspipeline.sandbox.store;

/** What the store refuses, under the error name of the cloud's interface. */
public final class ParameterRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String error;

    ParameterRefused(String error, String message) {
        super(message);
        this.error = error;
    }

    static ParameterRefused notFound(String name) {
        return new ParameterRefused("ParameterNotFound", "Parameter " + name + " not found.");
    }

    static ParameterRefused versionNotFound(String name, String version) {
        return new ParameterRefused(
                "ParameterVersionNotFound",
                "Systems Manager could not find version " + version + " of " + name
                        + ". Verify the version and try again.");
    }

    static ParameterRefused invalid(String message) {
        return new ParameterRefused("ValidationException", message);
    }

    /** As in {@code ParameterNotFound}. */
    public String error() {
        return error;
    }
}
