package dev.tidings.mirror.jdbc;

import dev.tidings.events.TidingsException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A column for a component of a record. */
record Column(String name, Kind kind, Method accessor) {

    static List<Column> of(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents()).map(Column::of).toList();
    }

    private static Column of(RecordComponent component) {
        Method accessor = component.getAccessor();
        if (!accessor.trySetAccessible()) {
            throw new IllegalArgumentException("component " + component.getName() + " of "
                    + component.getDeclaringRecord().getName()
                    + " cannot be read: make the record public, or open its package");
        }
        return new Column(Names.column(component.getName()), Kind.of(component.getType()), accessor);
    }

    /** What is stored of this record; null where its component is null. */
    @Nullable
    Object stored(Record value) {
        try {
            Object component = accessor.invoke(value);
            return component == null ? null : kind.stored(component);
        } catch (InvocationTargetException e) {
            throw failure(e.getTargetException());
        } catch (IllegalAccessException | TidingsException e) {
            throw failure(e);
        }
    }

    private TidingsException failure(Throwable cause) {
        return new TidingsException(
                "the value of column " + name + " could not be had from "
                        + accessor.getDeclaringClass().getSimpleName() + ": " + cause,
                cause);
    }
}
