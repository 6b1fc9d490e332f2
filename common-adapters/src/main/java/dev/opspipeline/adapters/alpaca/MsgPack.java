package dev.opspipeline.adapters.alpaca;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.UncheckedIOException;
import okio.ByteString;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.Value;

/** MessagePack, the only language of the option stream, as the JSON it stands for: a moment becomes its ISO text. */
final class MsgPack {

    private MsgPack() {}

    /** Throws a {@link RuntimeException} for what is not one whole value, and nothing after it. */
    static JsonElement read(ByteString bytes) {
        try (MessageUnpacker in = MessagePack.newDefaultUnpacker(bytes.toByteArray())) {
            Value value = in.unpackValue();
            if (in.hasNext()) {
                throw new IllegalArgumentException("more than one value");
            }
            return json(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonElement json(Value value) {
        return switch (value.getValueType()) {
            case NIL -> JsonNull.INSTANCE;
            case BOOLEAN -> new JsonPrimitive(value.asBooleanValue().getBoolean());
            case INTEGER -> new JsonPrimitive(value.asIntegerValue().toBigInteger());
            case FLOAT -> new JsonPrimitive(value.asFloatValue().toDouble());
            case STRING, BINARY -> new JsonPrimitive(value.asRawValue().asString());
            case ARRAY -> {
                JsonArray array = new JsonArray();
                value.asArrayValue().forEach(element -> array.add(json(element)));
                yield array;
            }
            case MAP -> {
                JsonObject map = new JsonObject();
                value.asMapValue()
                        .map()
                        .forEach((key, held) -> map.add(key.asStringValue().asString(), json(held)));
                yield map;
            }
            case EXTENSION ->
                value.isTimestampValue()
                        ? new JsonPrimitive(value.asTimestampValue().toInstant().toString())
                        : new JsonPrimitive(
                                ByteString.of(value.asExtensionValue().getData())
                                        .hex());
        };
    }

    /** Objects and lists of texts: what is asked of a stream. */
    static ByteString write(JsonElement value) {
        try (MessageBufferPacker out = MessagePack.newDefaultBufferPacker()) {
            write(value, out);
            return ByteString.of(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(JsonElement value, MessageBufferPacker out) throws IOException {
        switch (value) {
            case JsonObject map -> {
                out.packMapHeader(map.size());
                for (String key : map.keySet()) {
                    out.packString(key);
                    write(map.get(key), out);
                }
            }
            case JsonArray array -> {
                out.packArrayHeader(array.size());
                for (JsonElement element : array) {
                    write(element, out);
                }
            }
            case JsonPrimitive primitive when primitive.isString() -> out.packString(primitive.getAsString());
            case JsonPrimitive primitive when primitive.isNumber() -> out.packLong(primitive.getAsLong());
            default -> throw new IllegalArgumentException("nobody asks with " + value);
        }
    }
}
