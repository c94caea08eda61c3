package dev.berth.tui.model;

/** @param column the id of the column that orders the rows */
public record Sort(String column, boolean descending) {}
