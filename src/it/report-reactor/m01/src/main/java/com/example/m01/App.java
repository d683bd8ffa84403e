package com.example.m01;

public class App {
    public static void main(String[] args) {
        System.out.println("Hello from " + System.getProperty("os.arch"));
    }
}
