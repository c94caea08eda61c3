package dev.berth.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON and back, on Jackson's streaming layer. Jackson's data binding would cost each verb 50 to 120 ms of
 * start-up, which is why this small mapping of records stands in its place.
 *
 * <p>A record is an object with its components as fields; an enum its name in kebab-case; an {@link Instant} ISO-8601; a
 * variant of a sealed interface has its kebab-case simple name as the field {@code type}. A {@link Reading} is a number,
 * null for unknown, or a string with the reason of a failure. Unknown fields are skipped, so that a newer agent can say
 * more.
 */
public final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxStringLength(Protocol.MAX_LINE)
                    .build())
            .build();
    private static final Map<Class<?>, Map<String, Class<?>>> VARIANTS = new ConcurrentHashMap<>();

    private final JsonGenerator out;
    private final boolean forScripts;

    private Json(JsonGenerator out, boolean forScripts) {
        this.out = out;
        this.forScripts = forScripts;
    }

    /** The form of the wire. */
    public static String write(@Nullable Object value) {
        return write(value, false);
    }

    /** The form that scripts are promised: a figure that could not be read is null, like one that is unknown. */
    public static String writeForScripts(@Nullable Object value) {
        return write(value, true);
    }

    private static String write(@Nullable Object value, boolean forScripts) {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            new Json(generator, forScripts).value(value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toString();
    }

    /** Reads one value of {@code type}. @throws IOException where the text is no such value */
    public static <T> T read(String text, Class<T> type) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            Object value = read(parser, type, Map.of());
            if (value == null) {
                throw new IOException("null in place of " + type.getSimpleName());
            }
            return type.cast(value);
        } catch (IllegalArgumentException | DateTimeParseException | ClassCastException wrong) {
            throw new IOException("not a " + type.getSimpleName() + ": " + wrong.getMessage(), wrong);
        }
    }

    /** Reads any JSON value: maps, lists, strings, numbers, booleans and null. */
    public static @Nullable Object readAny(String text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            return readAny(parser);
        }
    }

    /** {@code NEEDS_ANSWER} and {@code NeedsAnswer} as {@code needs-answer}. */
    public static String kebab(String name) {
        if (name.equals(name.toUpperCase(Locale.ROOT))) {
            return name.toLowerCase(Locale.ROOT).replace('_', '-');
        }
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c) && !word.isEmpty()) {
                word.append('-');
            }
            word.append(Character.toLowerCase(c));
        }
        return word.toString();
    }

    /** Not a switch over types: each of those costs a start some milliseconds, and every verb comes by here. */
    private void value(@Nullable Object value) throws IOException {
        if (value == null || value instanceof Reading.Unknown) {
            out.writeNull();
        } else if (value instanceof String text) {
            out.writeString(text);
        } else if (value instanceof Secret secret) {
            out.writeString(secret.reveal());
        } else if (value instanceof Boolean truth) {
            out.writeBoolean(truth);
        } else if (value instanceof Number number) {
            writeNumber(number);
        } else if (value instanceof Enum<?> constant) {
            out.writeString(kebab(constant.name()));
        } else if (value instanceof Instant instant) {
            out.writeString(instant.toString());
        } else if (value instanceof Reading.Value reading) {
            writeNumber(reading.value());
        } else if (value instanceof Reading.Failed failed) {
            out.writeString(forScripts ? null : failed.reason());
        } else if (value instanceof Iterable<?> items) {
            writeArray(items);
        } else if (value instanceof Map<?, ?> map) {
            writeObject(map);
        } else if (value instanceof Record entity) {
            writeRecord(entity);
        } else {
            throw new IllegalArgumentException("no JSON for " + value.getClass());
        }
    }

    private void writeNumber(Number number) throws IOException {
        if (number instanceof Double fraction) {
            writeNumber(fraction.doubleValue());
        } else {
            out.writeNumber(number.longValue());
        }
    }

    /** Whole numbers without a fraction: byte counts are read by scripts. */
    private void writeNumber(double number) throws IOException {
        if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            out.writeNumber((long) number);
        } else if (Double.isFinite(number)) {
            out.writeNumber(number);
        } else {
            out.writeNull();
        }
    }

    private void writeArray(Iterable<?> items) throws IOException {
        out.writeStartArray();
        for (Object item : items) {
            value(item);
        }
        out.writeEndArray();
    }

    private void writeObject(Map<?, ?> map) throws IOException {
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.writeFieldName(String.valueOf(entry.getKey()));
            value(entry.getValue());
        }
        out.writeEndObject();
    }

    private void writeRecord(Record entity) throws IOException {
        out.writeStartObject();
        if (isVariant(entity.getClass())) {
            out.writeStringField("type", kebab(entity.getClass().getSimpleName()));
        }
        for (RecordComponent component : entity.getClass().getRecordComponents()) {
            out.writeFieldName(component.getName());
            value(component(entity, component));
        }
        out.writeEndObject();
    }

    private static @Nullable Object component(Record entity, RecordComponent component) {
        try {
            Method accessor = component.getAccessor();
            // a record of another room may be known to that room alone
            accessor.setAccessible(true);
            return accessor.invoke(entity);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static boolean isVariant(Class<?> type) {
        for (Class<?> parent : type.getInterfaces()) {
            if (parent.isSealed()) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Object read(JsonParser in, Type type, Map<TypeVariable<?>, Type> bound)
            throws IOException {
        if (type instanceof TypeVariable<?> variable) {
            return read(in, bound.getOrDefault(variable, Object.class), bound);
        }
        Class<?> raw = raw(type);
        if (raw == Reading.class) {
            return readReading(in);
        }
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (raw == String.class) {
            return text(in);
        } else if (raw == Secret.class) {
            return new Secret(text(in));
        } else if (raw == int.class || raw == Integer.class) {
            return in.getIntValue();
        } else if (raw == long.class || raw == Long.class) {
            return in.getLongValue();
        } else if (raw == double.class || raw == Double.class) {
            return in.getDoubleValue();
        } else if (raw == boolean.class || raw == Boolean.class) {
            return in.getBooleanValue();
        } else if (raw == Instant.class) {
            return Instant.parse(text(in));
        } else if (raw.isEnum()) {
            return constant(raw, text(in));
        } else if (raw == List.class || raw == Set.class) {
            return readArray(in, raw, argument(type, 0), bound);
        } else if (raw == Map.class) {
            return readMap(in, argument(type, 1), bound);
        } else if (raw.isRecord()) {
            expect(in, JsonToken.START_OBJECT);
            return readRecord(in, type, bound);
        } else if (raw.isSealed()) {
            return readVariant(in, raw);
        } else if (raw == Object.class) {
            return readAny(in);
        }
        throw new IllegalArgumentException("no JSON for " + type);
    }

    private static Reading readReading(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case VALUE_NULL -> Reading.unknown();
            case VALUE_STRING -> new Reading.Failed(in.getText());
            default -> new Reading.Value(in.getDoubleValue());
        };
    }

    private static String text(JsonParser in) throws IOException {
        expect(in, JsonToken.VALUE_STRING);
        return in.getText();
    }

    private static void expect(JsonParser in, JsonToken token) throws IOException {
        if (in.currentToken() != token) {
            throw new IOException(token + " expected, " + in.currentToken() + " found at " + in.currentLocation());
        }
    }

    private static Object constant(Class<?> type, String word) throws IOException {
        for (Object constant : type.getEnumConstants()) {
            if (kebab(((Enum<?>) constant).name()).equals(word)) {
                return constant;
            }
        }
        throw new IOException("unknown " + type.getSimpleName() + " " + word);
    }

    private static Object readArray(JsonParser in, Class<?> raw, Type item, Map<TypeVariable<?>, Type> bound)
            throws IOException {
        expect(in, JsonToken.START_ARRAY);
        List<@Nullable Object> items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            items.add(read(in, item, bound));
        }
        return raw == Set.class ? new LinkedHashSet<>(items) : items;
    }

    private static Object readMap(JsonParser in, Type item, Map<TypeVariable<?>, Type> bound) throws IOException {
        expect(in, JsonToken.START_OBJECT);
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            map.put(name, read(in, item, bound));
        }
        return map;
    }

    /** Stands on the object's start or on its first field. */
    private static Object readRecord(JsonParser in, Type type, Map<TypeVariable<?>, Type> outer) throws IOException {
        Class<?> raw = raw(type);
        Map<TypeVariable<?>, Type> bound = bindings(type, outer);
        RecordComponent[] components = raw.getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = absent(components[i].getType());
        }
        while (in.nextToken() != JsonToken.END_OBJECT) {
            int index = indexOf(components, in.currentName());
            in.nextToken();
            if (index < 0) {
                in.skipChildren();
            } else {
                values[index] = read(in, components[index].getGenericType(), bound);
            }
        }
        return construct(raw, components, values);
    }

    private static Object construct(Class<?> raw, RecordComponent[] components, @Nullable Object[] values)
            throws IOException {
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = components[i].getType();
        }
        try {
            Constructor<?> constructor = raw.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException refused) {
            throw new IOException("not a " + raw.getSimpleName() + ": " + refused.getCause(), refused);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static @Nullable Object absent(Class<?> type) {
        if (type == int.class) {
            return 0;
        } else if (type == long.class) {
            return 0L;
        } else if (type == double.class) {
            return 0.0;
        } else if (type == boolean.class) {
            return false;
        } else if (type == List.class) {
            return List.of();
        } else if (type == Reading.class) {
            return Reading.unknown();
        }
        return null;
    }

    private static int indexOf(RecordComponent[] components, String name) {
        for (int i = 0; i < components.length; i++) {
            if (components[i].getName().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** The field {@code type} comes first: only our own writer writes variants. */
    private static @Nullable Object readVariant(JsonParser in, Class<?> sealed) throws IOException {
        expect(in, JsonToken.START_OBJECT);
        in.nextToken();
        if (!"type".equals(in.currentName())) {
            throw new IOException("no type in " + sealed.getSimpleName());
        }
        in.nextToken();
        String word = text(in);
        Class<?> variant = VARIANTS.computeIfAbsent(sealed, Json::variants).get(word);
        if (variant == null) {
            throw new IOException("unknown " + sealed.getSimpleName() + " " + word);
        }
        return readRecord(in, variant, Map.of());
    }

    private static Map<String, Class<?>> variants(Class<?> sealed) {
        Map<String, Class<?>> found = new HashMap<>();
        for (Class<?> variant : sealed.getPermittedSubclasses()) {
            if (variant.isSealed()) {
                found.putAll(variants(variant));
            } else {
                found.put(kebab(variant.getSimpleName()), variant);
            }
        }
        return found;
    }

    private static @Nullable Object readAny(JsonParser in) throws IOException {
        JsonToken token = in.currentToken();
        if (token == null) {
            throw new IOException("the JSON ends too early");
        }
        return switch (token) {
            case START_OBJECT -> readMap(in, Object.class, Map.of());
            case START_ARRAY -> readArray(in, List.class, Object.class, Map.of());
            case VALUE_STRING -> in.getText();
            case VALUE_NUMBER_INT -> in.getLongValue();
            case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IOException("no JSON value at " + in.currentLocation());
        };
    }

    private static Map<TypeVariable<?>, Type> bindings(Type type, Map<TypeVariable<?>, Type> outer) {
        if (!(type instanceof ParameterizedType parameterized)) {
            return Map.of();
        }
        Map<TypeVariable<?>, Type> bound = new HashMap<>();
        TypeVariable<?>[] variables = raw(type).getTypeParameters();
        for (int i = 0; i < variables.length; i++) {
            Type argument = parameterized.getActualTypeArguments()[i];
            bound.put(variables[i], argument instanceof TypeVariable<?> v ? outer.getOrDefault(v, argument) : argument);
        }
        return bound;
    }

    private static Type argument(Type type, int index) {
        return type instanceof ParameterizedType parameterized
                ? parameterized.getActualTypeArguments()[index]
                : Object.class;
    }

    private static Class<?> raw(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        } else if (type instanceof ParameterizedType parameterized) {
            return (Class<?>) parameterized.getRawType();
        }
        throw new IllegalArgumentException("no JSON for " + type);
    }
}
