package dev.tidings.events;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** How a record of the user stands for ids: {@code orderId} is {@code order_id}. Looked up once per class; thread-safe. */
final class RecordShape {
    private static final Set<Class<?>> ID_TYPES =
            Set.of(long.class, Long.class, int.class, Integer.class, String.class, UUID.class);
    private static final Pattern UUID_TEXT = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    private final Class<?> type;
    private final List<Part> parts;
    private final Constructor<?> constructor;

    private record Part(String component, String idName, Class<?> type, Method accessor) {
        boolean isFields() {
            return type == Set.class;
        }
    }

    static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    private RecordShape(Class<?> type) {
        this.type = type;
        RecordComponent[] components = type.getRecordComponents();
        if (components == null) {
            throw new IllegalArgumentException(
                    type.getName() + " is not a record; give a record whose components are ids");
        }
        parts = Arrays.stream(components).map(this::part).toList();
        if (parts.stream().allMatch(Part::isFields)) {
            throw new IllegalArgumentException(
                    "Record " + type.getName() + " has no id; give it a component such as 'long userId'");
        }
        Set<String> names = new HashSet<>();
        for (Part part : parts) {
            if (!names.add(part.idName())) {
                throw new IllegalArgumentException("Record " + type.getName() + " has two components for the id '"
                        + part.idName() + "'; rename one");
            }
        }
        try {
            constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException("Record " + type.getName() + " has no canonical constructor", impossible);
        } catch (InaccessibleObjectException closed) {
            throw closed(closed);
        }
    }

    private Part part(RecordComponent component) {
        boolean fields = component.getName().equals(Rules.FIELDS) && isSetOfStrings(component.getGenericType());
        if (!fields && !ID_TYPES.contains(component.getType())) {
            throw new IllegalArgumentException("Component '" + component.getName() + "' of record " + type.getName()
                    + " is neither an id (long, int, Long, Integer, String, UUID) nor 'Set<String> fields';"
                    + " an event carries no values, ask the owner for them");
        }
        Method accessor = component.getAccessor();
        try {
            accessor.setAccessible(true);
        } catch (InaccessibleObjectException closed) {
            throw closed(closed);
        }
        String name = fields ? Rules.FIELDS : Rules.idName(snakeCase(component.getName()));
        return new Part(component.getName(), name, component.getType(), accessor);
    }

    private static boolean isSetOfStrings(Type type) {
        return type instanceof ParameterizedType generic
                && generic.getRawType() == Set.class
                && generic.getActualTypeArguments()[0] == String.class;
    }

    private IllegalArgumentException closed(InaccessibleObjectException cause) {
        return new IllegalArgumentException(
                "Record " + type.getName()
                        + " cannot be reached from module dev.tidings.events; open its package to it",
                cause);
    }

    /** {@code orderId} and {@code orderID} are {@code order_id}, {@code URLPart} is {@code url_part}. */
    static String snakeCase(String name) {
        StringBuilder snake = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c) && i > 0 && name.charAt(i - 1) != '_') {
                boolean afterLower = !Character.isUpperCase(name.charAt(i - 1));
                boolean beforeLower = i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1));
                if (afterLower || beforeLower) {
                    snake.append('_');
                }
            }
            snake.append(Character.toLowerCase(c));
        }
        return snake.toString();
    }

    void write(Record record, Draft draft) {
        for (Part part : parts) {
            Object value = value(part, record);
            if (value == null) {
                throw new IllegalArgumentException("Component '" + part.component() + "' of record " + type.getName()
                        + " is null; an event has all its ids, use a record without this one where there is none");
            } else if (part.isFields()) {
                Set<String> names = new LinkedHashSet<>();
                ((Set<?>) value).forEach(name -> names.add((String) name));
                draft.changed(names);
            } else if (value instanceof Number number) {
                draft.ids = draft.ids.and(part.idName(), number.longValue());
            } else {
                draft.ids = draft.ids.and(part.idName(), value.toString());
            }
        }
    }

    private Object value(Part part, Record record) {
        try {
            return part.accessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException failure) {
            throw new IllegalArgumentException(
                    "Component '" + part.component() + "' of record " + type.getName()
                            + " could not be read; its accessor failed",
                    failure);
        }
    }

    Object read(DomainEvent event) {
        Object[] arguments = parts.stream().map(part -> argument(part, event)).toArray();
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException refused) {
            throw new UnreadableEventException(
                    "Record " + type.getName()
                            + " refused the event's ids; correct the record or the producer, and redrive",
                    refused.getTargetException());
        } catch (InstantiationException | IllegalAccessException impossible) {
            throw new IllegalStateException("Record " + type.getName() + " could not be made", impossible);
        }
    }

    private static Object argument(Part part, DomainEvent event) {
        if (part.isFields()) {
            return event.fields();
        }
        boolean spelledAsComponent =
                !event.ids().containsKey(part.idName()) && event.ids().containsKey(part.component());
        String name = spelledAsComponent ? part.component() : part.idName();
        if (part.type() == String.class) {
            return event.id(name);
        }
        if (part.type() == UUID.class) {
            return uuid(name, event.id(name));
        }
        long number = event.longId(name);
        if (part.type() == long.class || part.type() == Long.class) {
            return number;
        }
        if (number != (int) number) {
            throw new UnreadableEventException(
                    "Id " + name + " is " + number + ", too large for an int; make the record's component a long");
        }
        return (int) number;
    }

    private static UUID uuid(String name, String id) {
        if (!UUID_TEXT.matcher(id).matches()) {
            throw new UnreadableEventException(
                    "Id " + name + " is " + Quote.of(id) + ", not a UUID; make the record's component a String");
        }
        return UUID.fromString(id);
    }
}
