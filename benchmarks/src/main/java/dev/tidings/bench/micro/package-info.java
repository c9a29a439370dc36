/**
 * What the hot parts cost by themselves, in nanoseconds and bytes, by JMH. What is not public is measured by a class in its own package in
 * this module, so that it stays as it is: nothing here is published, and the jars are no Java modules, so a package may be in two of them.
 */
@NullMarked
package dev.tidings.bench.micro;

import org.jspecify.annotations.NullMarked;
